{#- The scripts that an outline's page adds to site.js, as one file. -#}
{%- for name in ["outline", "depth", "fold", "place", "take", "pilcrow", "selection", "reveal", "size"] -%}
{%- include "assets/javascripts/reading/" ~ name ~ ".js" %}
{% endfor -%}
