/* data-draft="key" on a textarea: its text survives a lost signal, in this tab only. Never put it on names or phones. */
(function (d) {
  'use strict';
  var store, boxes = d.querySelectorAll('textarea[data-draft]');
  try { store = window.sessionStorage; store.getItem('x'); } catch (err) { return; }
  function key(box) { return 'draft:' + box.getAttribute('data-draft'); }
  Array.prototype.forEach.call(boxes, function (box) {
    var old = store.getItem(key(box));
    if (old && !box.value) {
      box.value = old;
      box.dispatchEvent(new Event('input', {bubbles: true}));
    }
    box.addEventListener('input', function () {
      try { store.setItem(key(box), box.value); } catch (err) { /* full store: the text stays in the page */ }
    });
  });
  /* data-draft-done="key" on the receipt page: what was sent is forgotten. */
  Array.prototype.forEach.call(d.querySelectorAll('[data-draft-done]'), function (node) {
    store.removeItem('draft:' + node.getAttribute('data-draft-done'));
  });
})(document);
