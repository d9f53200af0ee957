/* data-signal on a form: it goes out only when the server answers; until then it waits, says so, and goes out once. */
(function (d) {
  'use strict';
  var EVERY_MS = 5000, PATIENCE_MS = 8000;
  Array.prototype.forEach.call(d.querySelectorAll('form[data-signal]'), function (form) {
    var note = form.querySelector('[data-signal-note]'), timer = 0, asking = false;

    function send() {
      if (note) { note.hidden = true; }
      form.submit();
    }
    function wait() {
      asking = false;
      if (note) { note.hidden = false; note.scrollIntoView({block: 'center'}); }
      timer = setTimeout(ask, EVERY_MS);
    }
    function ask() {
      var request = new XMLHttpRequest();
      if (asking || !form.getAttribute('data-sent')) { return; }
      asking = true;
      clearTimeout(timer);
      request.open('GET', form.getAttribute('data-signal'));
      request.timeout = PATIENCE_MS;
      request.onload = function () { if (request.status < 500) { asking = false; send(); } else { wait(); } };
      request.onerror = request.ontimeout = wait;
      request.send();
    }
    form.addEventListener('submit', function (e) {
      e.preventDefault();
      if (form.getAttribute('data-sent')) { return; }
      form.setAttribute('data-sent', '1');
      Array.prototype.forEach.call(form.querySelectorAll('[type=submit]'), function (button) {
        button.setAttribute('aria-disabled', 'true');
      });
      ask();
    });
    window.addEventListener('online', ask);
  });
})(document);
