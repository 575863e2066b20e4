// A cell opens its evidence in a dialog; the address names it, so that it can be sent.
"use strict";

(function () {
  const dialog = document.getElementById("proof");
  const place = dialog.querySelector("[data-place]");
  let home = null; // where the evidence that is shown stands otherwise

  function putBack() {
    if (home) home.replaceWith(place.firstElementChild);
    home = null;
  }

  function open(id) {
    const proof = id && document.getElementById(id);
    if (!proof || !proof.matches(".evidence")) return;
    putBack();
    home = document.createComment(id);
    proof.replaceWith(home);
    place.append(proof);
    dialog.setAttribute("aria-labelledby", id + "-title");
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }

  function show() {
    if (location.hash) open(decodeURIComponent(location.hash.slice(1)));
    else if (dialog.open) dialog.close();
  }

  dialog.addEventListener("close", () => {
    const id = home && home.data;
    putBack();
    history.replaceState(null, "", location.pathname + location.search);
    document.querySelector(`a[href="#${id}"]`)?.focus();
  });
  // A click beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  addEventListener("hashchange", show);
  show();
})();
