// Mathematics by KaTeX, which is fetched when a page has some. What the server marked as a formula is all that is looked
// at; what KaTeX does not understand stays TeX.

const kOptions = { throwOnError: true, strict: 'ignore', trust: false, maxExpand: 200, maxSize: 10 };
const kMaxLength = 2000; // of a formula
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

/** Shows every formula of the page as mathematics. */
export async function showMath() {
  try {
    loading ??= load();
    const katex = await loading;
    for (const element of document.querySelectorAll('.math:not(.shown)')) showOne(katex, element);
  } catch {
    // Built without KaTeX, or it cannot be fetched: the TeX is there to be read.
  }
}
