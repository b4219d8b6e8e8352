/** Shows only the findings that hold every word of the filter, and unfolds what it shows while that is little. */
export const script = `(() => {
  'use strict';
  const box = document.querySelector('.filter');
  const input = box.querySelector('input');
  const output = box.querySelector('output');
  const lower = (elements) => Array.from(elements, (element) => element.textContent).join(' ').toLowerCase();
  const groups = Array.from(document.querySelectorAll('details.group'), (group) => ({
    group,
    open: group.open,
    head: lower(group.querySelectorAll(':scope > :not(.finding)')),
    findings: Array.from(group.querySelectorAll('.finding'), (element) => ({ element, text: '' })),
  }));
  const rules = document.querySelectorAll('.of-rule');
  const folds = document.querySelectorAll('.more.groups');
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const most = 100;
  const number = (n) => n.toLocaleString('en-US');
  const hide = (element, hidden) => {
    if (element.hidden !== hidden) element.hidden = hidden;
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    let count = 0;
    for (const { group, open, head, findings } of groups) {
      const wanted = words.filter((word) => !head.includes(word));
      let here = 0;
      for (const finding of findings) {
        if (wanted.length > 0) finding.text ||= lower([finding.element]);
        const found = wanted.every((word) => finding.text.includes(word));
        hide(finding.element, !found);
        if (found) here += 1;
      }
      hide(group, here === 0);
      group.open = words.length === 0 ? open : here > 0 && (count === 0 || count + here <= most);
      group.dataset.found = words.length === 0 ? '' : number(here) + ' found';
      count += here;
    }
    for (const fold of folds) {
      hide(fold, fold.querySelector('.group:not([hidden])') === null);
      fold.open = words.length > 0;
    }
    for (const rule of rules) hide(rule, rule.querySelector('.group:not([hidden])') === null);
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
