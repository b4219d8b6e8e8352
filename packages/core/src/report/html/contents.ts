const entry = (id: string, title: string): string => `<li><a href="#${id}">${title}</a></li>`;

/** The way to the parts that the page has: every heading of its second level. */
export const contents = (parts: string): string => {
  const entries = [...parts.matchAll(/<h2 id="([^"]+)">(.*?) <small>/g)].map(([, id = '', title = '']) => entry(id, title));
  return entries.length < 2 ? '' : `<nav aria-label="Contents"><ul>${entries.join('')}</ul></nav>`;
};
