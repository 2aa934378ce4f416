/**
 * The escaping template of pages: that of reports.
 * @module
 */
export { Html, html } from '../report/layout/markup.ts';
