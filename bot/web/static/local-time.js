"use strict";
// Rewrites the times of a page to the visitor's clock; the site line below each stays as it is.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shown = {
    moment: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" },
    clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  };
  for (const time of document.querySelectorAll("time[data-show]")) {
    const format = new Intl.DateTimeFormat("en-GB", shown[time.dataset.show]);
    time.title = time.textContent.trim();
    time.textContent = format.format(new Date(time.dateTime)).replace(" at ", ", ");
  }
  const note = document.querySelector(".zone");
  if (zone && note && document.querySelector("time[data-show]")) {
    note.querySelector("b").textContent = zone.replaceAll("_", " ");
    note.hidden = false;
  }
})();
