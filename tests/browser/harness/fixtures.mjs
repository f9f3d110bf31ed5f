// Papers that a page may look wrong with, beside those of data/sample. Their days are after the samples', so that the
// newest day, the week, the month and what is trending are theirs.

export const kNewestDay = '2026-03-05'; // a Thursday of 2026-W10
export const kDayBefore = '2026-03-04';
export const kEarlierDay = '2026-02-17'; // the nearest before 2026-03-03

const kText =
  'A wicker basket is woven from thin rods whose tension decides its shape. We measure how the order of the rods ' +
  'changes what a finished basket can carry, and give a rule that a weaver can follow without a drawing.';

function paper(id, title, more = {}) {
  return {
    id,
    title,
    abstract: kText,
    authors: ['Ada Weaver', 'Bruno Reed'],
    categories: ['cs.LG'],
    published: kNewestDay,
    shown: kNewestDay,
    url: `https://arxiv.org/abs/${id}`,
    source: 'fixture',
    ...more,
  };
}

const kLongWord = 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(4);

export const kPlain = '2603.00001';
export const kLongTitle = '2603.00002';
export const kMath = '2603.00003';
export const kPrices = '2603.00004';
export const kHostile = '2603.00005';
export const kScripts = '2603.00006';
export const kCrowd = '2603.00007';
export const kWithdrawn = '2603.00008';
export const kVersions = '2603.00009';
export const kBare = '2603.00010';
export const kUndated = 'fixture-undated';
export const kOldId = 'hep-th/9901001';
export const kHostileTex = '2603.00011';
export const kLinked = '2603.00012';

// Markup that text analysis knows is taken out when papers are read; this is what it lets through.
export const kHostileTitle = `<svg onload="document.title='owned'"><iframe src="javascript:alert(1)">"'> & basket`;

export const fixtures = [
  paper(kPlain, 'Weaving Baskets from Wicker Rods', { upvotes: 120, comments: 7 }),
  paper(kLongTitle, `On ${'the Very Long Consideration of Wicker Baskets and '.repeat(12)}${kLongWord}`, {
    upvotes: 3,
    authors: [`Ada ${kLongWord}`, 'Bruno Reed'],
    venue: `Proceedings of the ${'Interdisciplinary '.repeat(12)}Symposium on Baskets`,
    comment: `https://example.org/${'basket-'.repeat(40)}`,
  }),
  paper(kMath, 'Baskets in $\\mathbb{R}^d$: An $O(n \\log n)$ Bound', {
    upvotes: 44,
    abstract:
      'Let $\\mathcal{B}$ be a basket and let $\\ell_2(x) = \\sqrt{\\sum_{i=1}^{n} x_i^2}$ be its norm. We show that ' +
      '$$\\int_0^1 f(t)\\,dt \\le \\frac{1}{n} \\sum_{i=1}^{n} \\left\\| A_i x_i + b_i \\right\\|_2^2 + \\lambda ' +
      '\\prod_{j=1}^{m} \\left(1 + \\frac{c_j}{d_j}\\right) + \\sup_{y \\in \\mathcal{Y}} \\langle x, y \\rangle$$ ' +
      'and that \\(a < b\\) & so on.',
  }),
  paper(kPrices, 'Baskets between $5 and $7 at the Market', {
    upvotes: 2,
    abstract: 'A basket costs between $5 and $7; set $HOME or $PATH as you like. Half of them, 50 %, are sold.',
  }),
  paper(kHostile, kHostileTitle, {
    upvotes: 9,
    authors: ['<b>Mallory</b> "Quote"', "O'Brien & <i>Sons</i>"],
    categories: ['cs.CR'],
    venue: '</title></head><body onload=alert(1)>',
    abstract: `A basket with </script><svg onload=alert(1)> and &lt;b&gt; and <a href="javascript:alert(1)">x</a>.`,
    url: 'https://example.org/?a=1&b="2"',
  }),
  paper(kScripts, '関係データのための編み籠 שלום עולם مرحبا بالعالم Basket', {
    upvotes: 5,
    abstract: '編み籠の形は、細い棒の張力で決まる。 סלים נארגים מנצרים. تُنسج السلال من القضبان الرفيعة.',
    authors: ['山田 太郎', 'דוד לוי', 'أحمد علي', 'Paul Erdős', 'Nguyễn Văn An'],
  }),
  paper(kCrowd, 'A Basket by Three Hundred Authors', {
    upvotes: 17,
    authors: Array.from({ length: 300 }, (_, i) => `Author Number${i + 1}`),
    categories: [
      'hep-ex',
      'cs.LG',
      'stat.ML',
      'cs.CV',
      'cs.CL',
      'cs.RO',
      'cs.AI',
      'cs.IR',
      'math.OC',
      'physics.data-an',
    ],
  }),
  paper(kWithdrawn, 'A Basket That Was Taken Back', { withdrawn: true, comment: 'Withdrawn: the handle broke.' }),
  paper(kVersions, 'The Basket in Twelve Versions', {
    versions: Array.from({ length: 12 }, (_, i) => `2024-${String(i + 1).padStart(2, '0')}-15`),
    updated: '2024-12-15',
    published: '2024-01-15',
    shown: '2026-03-04',
    upvotes: 12,
    venue: 'Basketry 2024',
    doi: '10.1000/basket.12',
    journal_ref: 'Journal of Baskets 12 (2024) 1-12',
  }),
  { id: kBare, title: 'A Basket without an Abstract', published: kDayBefore },
  { id: kUndated, title: 'A Basket of No Known Date', abstract: kText },
  paper(kOldId, 'Strings for Old Baskets', { published: '1999-01-04', shown: undefined, categories: ['hep-th'] }),
  paper(kHostileTex, 'Formulas to Break Baskets', {
    published: kDayBefore,
    shown: kDayBefore,
    upvotes: 1,
    abstract:
      'A link $\\href{javascript:alert(1)}{basket}$, an image $\\includegraphics{https://example.org/x.png}$, ' +
      '$\\htmlData{a=b}{x}$ and $\\url{javascript:alert(2)}$. A bomb ' +
      `$\\edef\\a{xxxxxxxxxx}${'\\edef\\a{\\a\\a\\a\\a\\a\\a\\a\\a}'.repeat(5)}\\a$` +
      ', an endless one $\\def\\b{\\b\\b}\\b$, a wide one ' +
      '$\\rule{100000em}{100000em}$ and a broken one $\\frac{1}{$. It ends here.',
  }),
  paper(kLinked, 'A Basket with Code and a Home', {
    published: kDayBefore,
    shown: kDayBefore,
    upvotes: 30,
    links: { repository: 'https://github.com/example/basket', project_page: 'https://example.org/basket' },
  }),
  ...['2026-03-05', '2026-03-05', '2026-03-05', '2026-03-04', '2026-03-03', '2026-03-03', kEarlierDay].map((day, i) =>
    paper(`2603.001${String(i).padStart(2, '0')}`, `Gondola Steering, Part ${i + 1}`, {
      published: day,
      shown: day,
      upvotes: i === 6 ? 80 : i,
      categories: ['cs.RO'],
      abstract: 'A gondola is steered by one oar. We learn to steer it from the sound of the water.',
      source: 'other',
    }),
  ),
  // More than a page of results.
  ...Array.from({ length: 32 }, (_, i) =>
    paper(`fixture-lantern-${i + 1}`, `Lantern ${i + 1}: Light from Paper`, {
      published: `${2008 + (i % 12)}-06-01`,
      shown: undefined,
      categories: ['physics.optics'],
      abstract: 'A lantern of folded paper spreads its light evenly.',
    }),
  ),
];
