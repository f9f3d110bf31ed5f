// Mathematics by KaTeX, which is fetched when a page has some. What the server marked as a formula is all that is looked
// at; what KaTeX does not understand stays TeX.

import { onShown } from './page.js';

const kOptions = { throwOnError: true, strict: 'ignore', trust: false, maxExpand: 200, maxSize: 10 };
const kMaxLength = 2000; // of a formula
// Without trust KaTeX shows their names alone, and what they stand around would be lost.
const kUntrusted = /\\(?:href|url|includegraphics|html[A-Z])/;
const kFences = [
  ['$$', '$$'],
  ['\\[', '\\]'],
  ['\\(', '\\)'],
  ['$', '$'],
];

let loading = null;

function addStyle() {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: '/katex/katex.min.css', onload: resolve, onerror: reject });
    document.head.append(link);
  });
}

async function load() {
  await Promise.all([addStyle(), import('/katex/katex.min.js')]);
  return globalThis.katex;
}

function showOne(katex, element) {
  element.classList.add('shown');
  const source = element.textContent;
  const fence = kFences.find(([open, close]) => source.startsWith(open) && source.endsWith(close));
  if (!fence || source.length > kMaxLength || source.length < fence[0].length + fence[1].length) return;
  if (kUntrusted.test(source)) return;
  const tex = source.slice(fence[0].length, -fence[1].length);
  const isDisplay = (fence[0] === '$$' || fence[0] === '\\[') && !element.closest('h1, h2, .passage');
  const made = document.createElement('span');
  try {
    katex.render(tex, made, { ...kOptions, displayMode: isDisplay });
    element.replaceChildren(...made.childNodes);
  } catch {
    // It stays as it was written.
  }
}

// What is moved to see all of it can be moved by the keyboard, too.
function markWide() {
  for (const place of document.querySelectorAll('dd, .passage, .abstract, .abstract p')) {
    if (place.scrollWidth > place.clientWidth && place.querySelector('.katex')) place.tabIndex = 0;
    else place.removeAttribute('tabindex');
  }
}

async function showMath() {
  if (!document.querySelector('.math:not(.shown)')) return;
  try {
    loading ??= load();
    const katex = await loading;
    for (const element of document.querySelectorAll('.math:not(.shown)')) showOne(katex, element);
    await document.fonts.ready;
    markWide();
  } catch {
    // Built without KaTeX, or it cannot be fetched: the TeX is there to be read.
  }
}

addEventListener('resize', markWide);
onShown(showMath);
