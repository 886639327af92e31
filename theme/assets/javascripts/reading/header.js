/*
 * Completes the header while the page is read, called from within it and so before it is seen: the navigation as a row,
 * and what needs a script (partials/tigang/controls.html), in the colours that the reader chose last.
 */
"use strict";
var Tigang = window.Tigang || {};
{% set controls %}{% include "partials/tigang/controls.html" %}{% endset %}
{% set colours %}{% include "partials/javascripts/palette.html" %}{% endset %}

Tigang.header = () => {
  const inner = document.currentScript.parentElement;
  const header = inner.parentElement;

  // The first entries of the menu, without that for the home page, to which the name leads.
  const row = document.createElement("ul");
  row.className = "tg-nav__row";
  for (const entry of [...inner.querySelectorAll(".tg-nav li")].slice(0, 7)) {
    if (entry.firstElementChild.href !== inner.firstElementChild.href) row.append(entry.cloneNode(true));
  }
  inner.querySelector(".tg-nav").prepend(row);

  if (inner.querySelector(".tg-basket-button")) return; // another generator put the controls into the page
  document.currentScript.insertAdjacentHTML("beforebegin", {{ controls | trim | tojson }});
  if ("hero" in header.dataset) inner.querySelector(".tg-search").remove(); // it stands in the page
  {% if config.theme.palette and config.theme.palette is not mapping -%}
  {#- Material's own. #}
  {{ colours | trim | replace("<script>", "") | replace("</script>", "") }}
  {%- endif %}
};
