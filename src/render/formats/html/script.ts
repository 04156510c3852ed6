/** What the page does in a browser: filters, and opens everything to print it. Without it the page shows all entries. */
export const SCRIPT = `
(() => {
  const form = document.querySelector('form');
  const entries = [...document.querySelectorAll('details')];
  const shown = form.querySelector('output');
  form.hidden = false;
  let texts;
  const apply = () => {
    const words = form.elements.q.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const wanted = ['stack', 'action', 'type', 'module'].flatMap((key) => {
      const value = form.elements[key].value;
      return value === '*' ? [] : [[key, value]];
    });
    if (words.length > 0) texts ??= entries.map((entry) => entry.textContent.toLowerCase());
    let count = 0;
    entries.forEach((entry, index) => {
      const fits = wanted.every(([key, value]) => entry.dataset[key] === value) && words.every((word) => texts[index].includes(word));
      if (entry.hidden === fits) entry.hidden = !fits;
      if (fits) count += 1;
    });
    shown.textContent = count + ' of ' + entries.length + ' shown';
  };
  let waiting;
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
  form.addEventListener('reset', () => setTimeout(apply));
  form.addEventListener('submit', (event) => { event.preventDefault(); apply(); });
  const open = (on) => { for (const entry of entries) if (!entry.hidden) entry.open = on; };
  document.getElementById('open').addEventListener('click', () => open(true));
  document.getElementById('close').addEventListener('click', () => open(false));
  const reveal = () => {
    const entry = document.getElementById(location.hash.slice(1));
    if (entry === null || entry.localName !== 'details') return;
    if (entry.hidden) { form.reset(); }
    entry.hidden = false;
    entry.open = true;
    entry.scrollIntoView();
    entry.querySelector('summary').focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  let closed = [];
  addEventListener('beforeprint', () => {
    closed = entries.filter((entry) => !entry.hidden && !entry.open);
    for (const entry of closed) entry.open = true;
  });
  addEventListener('afterprint', () => { for (const entry of closed) entry.open = false; });
  apply();
  reveal();
})();
`;
