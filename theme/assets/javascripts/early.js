{#- What every page runs before the first paint, as one file; each is readable by itself. -#}
{%- for name in ["early", "header"] -%}
{%- include "assets/javascripts/reading/" ~ name ~ ".js" %}
{% endfor -%}
