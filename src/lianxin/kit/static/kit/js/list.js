/* Staff lists: selection count and keys (J K move, X select, Enter open, / search). html[data-keys=off] switches keys off. */
(function (d) {
  'use strict';
  var list = d.querySelector('[data-list]'), cur = -1;
  function rows() { return [].slice.call(list.querySelectorAll('tbody tr')); }
  function box(row) { return row.querySelector('input[type=checkbox]'); }
  function count() {
    var n = 0, out = list.querySelector('[data-selected]'), dock = list.querySelector('.dock');
    rows().forEach(function (r) {
      var on = box(r) && box(r).checked;
      r.classList.toggle('is-sel', !!on);
      n += on ? 1 : 0;
    });
    if (out) { out.textContent = n; }
    if (dock) { dock.hidden = n === 0; }
  }
  function mark(step) {
    var all = rows();
    cur = Math.max(0, Math.min(all.length - 1, cur + step));
    all.forEach(function (r, i) { r.classList.toggle('is-cur', i === cur); });
    if (all[cur]) { all[cur].scrollIntoView({block: 'nearest'}); }
  }
  if (list) {
    list.addEventListener('change', function (e) {
      if (e.target.hasAttribute('data-all')) { rows().forEach(function (r) { if (box(r)) { box(r).checked = e.target.checked; } }); }
      count();
    });
    count();
  }
  d.addEventListener('keydown', function (e) {
    var t = e.target, row;
    if (d.documentElement.getAttribute('data-keys') === 'off' || e.ctrlKey || e.metaKey || e.altKey) { return; }
    if (/INPUT|TEXTAREA|SELECT|BUTTON/.test(t.tagName) && t.type !== 'checkbox') { return; }
    if (e.key === '/' && d.getElementById('top-q')) { e.preventDefault(); d.getElementById('top-q').focus(); }
    if (!list) { return; }
    row = rows()[cur];
    if (e.key === 'j') { mark(1); }
    else if (e.key === 'k') { mark(-1); }
    else if (e.key === 'x' && row && box(row)) { box(row).checked = !box(row).checked; count(); }
    else if (e.key === 'Enter' && t === d.body && row && row.querySelector('a')) { row.querySelector('a').click(); }
  });
})(document);
