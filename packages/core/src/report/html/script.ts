/** Shows only the findings that hold every word of the filter, and unfolds what it shows while that is little. */
export const script = `(() => {
  'use strict';
  const box = document.querySelector('.filter');
  const input = box.querySelector('input');
  const output = box.querySelector('output');
  const groups = Array.from(document.querySelectorAll('details.group'), (group) => ({
    group,
    open: group.open,
    head: group.querySelector('summary').textContent.toLowerCase(),
    findings: Array.from(group.querySelectorAll('.finding'), (element) => ({ element, text: '' })),
  }));
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const most = 100;
  const number = (n) => n.toLocaleString('en-US');
  const show = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    let count = 0;
    for (const { group, open, head, findings } of groups) {
      let here = 0;
      for (const finding of findings) {
        finding.text ||= finding.element.textContent.toLowerCase();
        const found = words.every((word) => head.includes(word) || finding.text.includes(word));
        finding.element.hidden = !found;
        if (found) here += 1;
      }
      group.hidden = here === 0;
      group.open = words.length === 0 ? open : here > 0 && (count === 0 || count + here <= most);
      group.dataset.found = words.length === 0 ? '' : number(here) + ' found';
      count += here;
    }
    output.textContent = words.length === 0 ? '' : count === total ? 'All ' + number(total) + ' findings' : number(count) + ' of ' + number(total) + ' findings';
  };
  let waiting = 0;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  const unfold = () => {
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (named && named.tagName === 'DETAILS') named.open = true;
  };
  addEventListener('hashchange', unfold);
  unfold();
  box.hidden = false;
})();`;
