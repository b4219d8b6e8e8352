export { type HtmlOptions, renderHtml } from './check.ts';
export { htmlPage } from './page.ts';
export { pageHead } from './page-head.ts';
export { chip } from './standing.ts';
export { htmlTable } from './table.ts';
export { shown } from './text.ts';
export { unread } from './unread.ts';
