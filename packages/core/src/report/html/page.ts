import { hashes } from './hashes.ts';
import { script } from './script.ts';
import { stylesheet } from './stylesheet.ts';
import { shown } from './text.ts';

export interface Page {
  readonly title: string;
  /** The program and version that made it: `tenantscope 1.2.3`. */
  readonly by: string;
  /** Markup; everything in it that comes from elsewhere is escaped. */
  readonly body: string;
  /** Whether findings can be filtered. The page is whole without it. */
  readonly filter?: boolean;
}

/** Nothing is loaded, sent or run but the style and the script of the page itself. */
const policy = (filter: boolean): string =>
  ["default-src 'none'", `style-src '${hashes.stylesheet}'`, ...(filter ? [`script-src '${hashes.script}'`, "require-trusted-types-for 'script'", "trusted-types 'none'"] : []), "base-uri 'none'", "form-action 'none'"].join('; ');

/** One self-contained page: the frame and look of every report. The same parts give the same bytes. */
export const htmlPage = ({ title, by, body, filter = false }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(filter)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${shown(by)}">
<title>${shown(title)}</title>
<style>${stylesheet}</style>
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<main id="report" tabindex="-1">
${body}
</main>
<footer><p>Made by ${shown(by)}. This page is complete in itself: it loads nothing and sends nothing.</p></footer>
${filter ? `<script>${script}</script>\n` : ''}</body>
</html>
`;
