/** The field that the script shows: without the script it would do nothing. */
export const filterBox = `<div class="filter" role="search" hidden>
<label for="filter">Filter findings</label>
<input id="filter" type="search" placeholder="path, table, rule or words" autocomplete="off" spellcheck="false">
<output for="filter" role="status"></output>
</div>`;
