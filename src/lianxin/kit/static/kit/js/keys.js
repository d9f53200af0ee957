/* data-key="j" on a link, button or summary: that key presses it. Off inside fields and with html[data-keys=off] (WCAG 2.1.4). */
(function (d) {
  'use strict';
  d.addEventListener('keydown', function (e) {
    var t = e.target, node, field;
    if (d.documentElement.getAttribute('data-keys') === 'off' || e.ctrlKey || e.metaKey || e.altKey || e.repeat) { return; }
    if (/INPUT|TEXTAREA|SELECT/.test(t.tagName) || t.isContentEditable || e.key.length !== 1) { return; }
    node = d.querySelector('[data-key="' + (/[a-z?]/i.test(e.key) ? e.key.toLowerCase() : '-') + '"]');
    if (!node) { return; }
    e.preventDefault();
    if (node.tagName === 'BUTTON') { node.focus(); return; }
    if (node.tagName === 'SUMMARY') {
      node.parentNode.open = !node.parentNode.open;
      field = node.parentNode.open && node.parentNode.querySelector('select,textarea,input:not([type=hidden])');
      (field || node).focus();
      return;
    }
    node.click();
  });
})(document);
