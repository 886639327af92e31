{#- The scripts that every page needs from the start, as one file; each is readable by itself. search/client.js stands apart. -#}
{%- for name in [
  "tigang", "search/address", "search/view", "search/keys", "search/panel", "search/box", "reading/store", "reading/say", "reading/dialog",
  "reading/keys", "reading/format", "basket/items", "basket/button", "reading/site-keys"
] -%}
{%- include "assets/javascripts/" ~ name ~ ".js" %}
{% endfor -%}
