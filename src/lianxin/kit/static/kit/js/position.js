/* data-position: a button that puts the place where the phone is, rounded to about 100 m, into two hidden fields. ES5. */
(function (d) {
  'use strict';
  var box = d.querySelector('[data-position]'), geo = navigator.geolocation, lat, lon, ask, drop, note;
  if (!box || !geo) { return; }
  box.hidden = false;
  lat = d.querySelector('[name=latitude]');
  lon = d.querySelector('[name=longitude]');
  ask = box.querySelector('[data-position-ask]');
  drop = box.querySelector('[data-position-drop]');
  note = box.querySelector('[data-position-note]');
  function say(word) { note.textContent = box.getAttribute('data-' + word); }
  function put(a, b) {
    lat.value = a;
    lon.value = b;
    drop.hidden = !a;
    ask.hidden = !!a;
  }
  ask.addEventListener('click', function () {
    say('asking');
    geo.getCurrentPosition(function (at) {
      put(at.coords.latitude.toFixed(3), at.coords.longitude.toFixed(3));
      say('found');
    }, function () { say('none'); }, {timeout: 15000, maximumAge: 60000});
  });
  drop.addEventListener('click', function () { put('', ''); say('gone'); });
  if (lat.value) { put(lat.value, lon.value); say('found'); }
})(document);
