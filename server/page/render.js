// The page's elements from the API's answers: the same ones page.cc renders. Text becomes text nodes, never markup.

const kShownAuthors = 8;
const kLinkLabels = {
  arxiv: 'arXiv',
  doi: 'DOI',
  acl: 'ACL',
  pubmed: 'PubMed',
  pmc: 'PMC',
  openalex: 'OpenAlex',
  repository: 'Code',
  project_page: 'Project',
};

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const kEntities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decode(text) {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return kEntities[name] ?? whole;
    const code = decimal ? Number(decimal) : parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

// "a <mark>b</mark> c", escaped, as nodes: the marks are the only tags it may hold.
function marked(html) {
  const nodes = [];
  for (const [index, part] of html.split(/<mark>|<\/mark>/).entries()) {
    if (part !== '') nodes.push(index % 2 ? el('mark', null, decode(part)) : decode(part));
  }
  return nodes;
}

// Parameters of the page or the API from those of the page, with some replaced; null takes one out.
export function changed(params, changes) {
  const result = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    result.delete(name);
    if (value !== null && value !== '') result.set(name, value);
  }
  return result;
}

function address(params, changes = {}) {
  const query = changed(params, { offset: null, ...changes }).toString();
  return query ? `/?${query}` : '/';
}

function authors(names) {
  if (!names.length) return null;
  const line = el('div', { class: 'authors' }, names.slice(0, kShownAuthors).join(', '));
  if (names.length > kShownAuthors) {
    const summary = el('summary', null, `and ${names.length - kShownAuthors} more`);
    line.append(' ', el('details', { class: 'more' }, summary, names.slice(kShownAuthors).join(', ')));
  }
  return line;
}

const isWeb = (address) => /^https?:\/\//i.test(address);

// Names and addresses.
function links(paper) {
  return Object.entries(paper.links ?? {}).filter(([, address]) => isWeb(address));
}

function facts(paper, params) {
  const items = [];
  if (paper.published) {
    const date = paper.published.slice(0, 10);
    items.push(el('time', { datetime: date }, date));
  }
  if (paper.venue) items.push(paper.venue);
  if (paper.upvotes !== undefined) items.push(`${paper.upvotes.toLocaleString('en')} upvotes`);
  if (paper.withdrawn) items.push(el('strong', null, 'withdrawn'));
  for (const category of paper.categories) {
    const filtered = changed(params, { offset: null });
    if (!filtered.getAll('category').includes(category)) filtered.append('category', category);
    items.push(el('a', { href: `/?${filtered}`, class: 'category' }, category));
  }
  for (const [name, href] of links(paper)) {
    items.push(el('a', { href, rel: 'noreferrer', class: 'elsewhere' }, kLinkLabels[name] ?? name));
  }
  items.push(el('a', { href: `/?${new URLSearchParams({ related: paper.id })}`, class: 'related' }, 'Related'));
  return el('ul', { class: 'facts' }, ...items.map((item) => el('li', null, item)));
}

function hit(paper, params) {
  const title = marked(paper.highlights.title || escape(paper.title));
  const url = paper.url || links(paper)[0]?.[1];
  const heading = isWeb(url)
    ? el('a', { href: url, rel: 'noreferrer' }, ...title)
    : el('span', { tabindex: '-1' }, ...title);
  const passage = paper.highlights.abstract;
  return el(
    'li',
    { class: 'hit' },
    el('h2', null, heading),
    authors(paper.authors),
    passage ? el('p', { class: 'passage' }, ...marked(passage)) : null,
    facts(paper, params),
  );
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

export function status(answer) {
  if (!answer.results.length) return ['Nothing found'];
  const count = answer.total.toLocaleString('en');
  let text = `${count} ${answer.total === 1 ? 'paper' : 'papers'}`;
  if (answer.offset) {
    const last = answer.offset + answer.results.length;
    text = `${answer.offset + 1}\u2013${last} of ${answer.total_exact ? '' : 'about '}${text}`;
  } else if (!answer.total_exact) {
    text = `About ${text}`;
  }
  return [text, sorted(answer), ' ', el('span', { class: 'took' }, `${answer.took_ms.toFixed(1)} ms`)];
}

function sorted(answer) {
  if (answer.query.raw) return '';
  return answer.sort === 'oldest' ? ', oldest first' : ', newest first';
}

export function notes(answer, params) {
  const lines = [];
  const { corrected, expanded = [] } = answer.query;
  if (corrected) {
    const meant = el('a', { href: address(params, { q: corrected }), class: 'meant' }, corrected);
    lines.push(el('p', null, 'Did you mean ', meant, '?'));
  }
  for (const { term, to } of expanded) {
    lines.push(
      el('p', null, 'No paper holds ', el('q', null, term), '; searched for ', el('q', null, to), ' instead.'),
    );
  }
  return [...lines, ...(answer.warnings ?? []).map((warning) => el('p', null, warning))];
}

export function results(answer, params) {
  if (!answer.results.length) return [nothing(params)];
  const items = answer.results.map((paper) => hit(paper, params));
  return [el('ol', { class: 'hits', start: answer.offset + 1 }, ...items)];
}

function nothing(params) {
  const words = new URLSearchParams(params.get('q') ? { q: params.get('q') } : {});
  const advice = [];
  if (changed(params, { sort: null }).toString() !== words.toString()) {
    advice.push(el('li', null, el('a', { href: `/?${words}` }, 'Search again without the filters')));
  }
  advice.push(el('li', null, 'Check the spelling, or use fewer or more common words'));
  advice.push(
    el('li', null, 'A word cut short with a star finds its endings: ', el('code', null, 'transform*')),
  );
  return el('div', { class: 'advice' }, el('p', null, 'No paper has all of this.'), el('ul', null, ...advice));
}

export function pages(answer, params) {
  const links = [];
  if (answer.offset) {
    const offset = answer.offset - answer.limit;
    const to = address(params, { offset: offset > 0 ? String(offset) : null });
    links.push(el('a', { href: to, rel: 'prev' }, '\u2190 Previous'));
  }
  if (answer.next) {
    const offset = new URLSearchParams(answer.next.split('?')[1]).get('offset');
    links.push(el('a', { href: address(params, { offset }), rel: 'next' }, 'Next \u2192'));
  }
  return links;
}

export function trouble(message) {
  return [el('div', { class: 'advice' }, el('p', null, message))];
}
