/* Improvements only: every page works without this file. ES5, no inline code, islands by data-*. */
(function (d) {
  'use strict';
  var root = d.documentElement;
  root.className += ' js';

  function each(sel, fn, base) { Array.prototype.forEach.call((base || d).querySelectorAll(sel), fn); }
  function up(node, sel) {
    while (node && node.nodeType === 1) {
      if ((node.matches || node.webkitMatchesSelector).call(node, sel)) { return node; }
      node = node.parentNode;
    }
    return null;
  }

  /* data-once: a form goes out once; the button comes back when the page is shown again. */
  d.addEventListener('submit', function (e) {
    var form = e.target;
    if (!form.hasAttribute('data-once') || e.defaultPrevented) { return; }
    if (form.getAttribute('data-sent')) { e.preventDefault(); return; }
    form.setAttribute('data-sent', '1');
    each('[type=submit]', function (b) { b.setAttribute('aria-disabled', 'true'); }, form);
  });
  function again() {
    each('[data-sent]', function (form) {
      form.removeAttribute('data-sent');
      each('[type=submit]', function (b) { b.removeAttribute('aria-disabled'); }, form);
    });
  }
  window.addEventListener('pageshow', again);
  d.addEventListener('htmx:afterRequest', again);

  /* data-count: characters left under a textarea with maxlength. */
  function count(box) {
    var out = d.getElementById(box.id + '-count');
    if (out) { out.textContent = box.value.length + ' / ' + box.getAttribute('maxlength'); }
  }
  d.addEventListener('input', function (e) { if (e.target.hasAttribute('data-count')) { count(e.target); } });

  /* data-file: say which files were chosen. */
  d.addEventListener('change', function (e) {
    var out = e.target.hasAttribute('data-file') && up(e.target, 'label').querySelector('[data-names]');
    if (out) { out.textContent = Array.prototype.map.call(e.target.files, function (f) { return f.name; }).join('\u3001'); }
  });

  d.addEventListener('click', function (e) {
    var b = up(e.target, '[data-copy],[data-print],[data-theme-set]'), text, was;
    if (!b) {
      each('details.drop[open]', function (x) { if (!x.contains(e.target)) { x.removeAttribute('open'); } });
      return;
    }
    if (b.hasAttribute('data-print')) { e.preventDefault(); window.print(); }
    if (b.hasAttribute('data-theme-set')) { root.setAttribute('data-theme', b.getAttribute('data-theme-set')); }
    if (b.hasAttribute('data-copy') && navigator.clipboard) {
      text = b.lastElementChild || b;
      was = text.textContent;
      navigator.clipboard.writeText(b.getAttribute('data-copy')).then(function () {
        text.textContent = b.getAttribute('data-copied');
        setTimeout(function () { text.textContent = was; }, 2000);
      });
    }
  });
  d.addEventListener('keydown', function (e) {
    if (e.keyCode !== 27) { return; }
    each('details.drop[open]', function (x) { x.removeAttribute('open'); x.querySelector('summary').focus(); });
  });

  function ready() {
    var first = d.querySelector('[data-focus]');
    if (first) { first.focus(); }
    each('[data-count]', count);
  }
  if (d.readyState === 'loading') { d.addEventListener('DOMContentLoaded', ready); } else { ready(); }
})(document);
