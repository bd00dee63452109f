// The rooms of src/, and which of them may import which: the table of docs/architecture.md as a rule.
// Imports of types count: a circle of types is a circle for who reads the code.

const NAMES = 'names.ts';
const ONCE = 'loadedonce.ts';

/** Tests and what they share may import everything; nothing imports them. */
const TESTS = '__tests__|^src/testing';

/** What a room may import beside itself. What is not named is forbidden. */
const ROOMS = {
  'index.ts': ['plugins', 'tokens.ts', NAMES],
  'tokens.ts': ['bookmarks', 's3', 'transfers'],
  documents: [
    'workspace',
    'browser',
    'usage',
    'transfers',
    'dialogs',
    'drive',
    's3',
    'internals',
    NAMES
  ],
  workspace: [
    'browser',
    'transfers',
    'dialogs',
    'drive',
    's3',
    'drags.ts',
    NAMES
  ],
  browser: [
    'usage',
    'bookmarks',
    'transfers',
    'dialogs',
    'drive',
    's3',
    'internals',
    'icons.ts',
    'drags.ts',
    NAMES,
    ONCE
  ],
  usage: ['transfers', 'dialogs', 'drive', 's3', NAMES],
  transfers: ['dialogs', 'drive', 's3', NAMES],
  sharing: ['dialogs', 'drive', 's3', 'icons.ts', 'literals.ts', NAMES],
  snippets: [
    'dialogs',
    'drive',
    'inspect',
    's3',
    'literals.ts',
    'drags.ts',
    NAMES
  ],
  connections: ['dialogs', 'drive', 's3', NAMES],
  viewer: ['dialogs', 'drive', 'inspect', 's3', 'icons.ts', NAMES],
  dialogs: ['drive', 's3', NAMES],
  drive: ['s3', NAMES, ONCE],
  inspect: ['s3'],
  bookmarks: ['s3', NAMES],
  internals: [],
  s3: [],
  [NAMES]: [],
  [ONCE]: [],
  'drags.ts': [],
  'icons.ts': [],
  'literals.ts': []
};

/**
 * The order inside a room, from the top down: each may import what stands below it. Those in one list do
 * not import each other. What is not named here (`types.ts` and the like) is free.
 */
const FLOORS = {
  s3: [
    ['copies'],
    ['uploads'],
    ['server', 'objects', 'policy'],
    ['metadata'],
    ['transport'],
    ['http'],
    ['location.ts'],
    ['keys.ts'],
    ['errors.ts'],
    ['errorcodes.ts']
  ],
  drive: [
    ['lazy.ts'],
    ['drive.ts'],
    ['get.ts'],
    ['changes'],
    ['documents'],
    ['lookup', 'notebooks'],
    ['exposure'],
    ['messages'],
    ['context.ts'],
    ['vanishedfolders.ts']
  ],
  browser: [
    ['openpath.ts'],
    ['opening.ts'],
    ['factory.ts'],
    ['chooser.ts'],
    ['panel.ts', 'settings.ts'],
    ['panelfailure.ts', 'browser.ts'],
    ['listing', 'actions', 'search', 'widgets'],
    ['model']
  ],
  snippets: [
    ['drops.ts'],
    ['service.ts'],
    ['copynotice.ts'],
    ['dialog'],
    ['compose'],
    ['insertion'],
    ['write']
  ],
  sharing: [
    ['service.ts'],
    ['dialog', 'diffusionfolder.ts'],
    ['publishing.ts'],
    ['messages.ts'],
    ['sharing.ts']
  ],
  connections: [
    ['page.tsx', 'renewaldialog.tsx', 'statusitem.tsx', 'endnotices.ts'],
    ['renewal.ts'],
    ['pastedkeys.ts', 'texts.ts'],
    ['access.ts']
  ],
  viewer: [
    ['openbycontent.ts'],
    ['document.ts', 'offer.ts', 'tableview.ts'],
    ['openedtable.ts', 'openfile.ts'],
    ['openfolder.ts'],
    ['showntable.ts'],
    ['frame.ts'],
    ['toolbar', 'find', 'cells', 'columns'],
    ['query'],
    ['kinds.ts', 'describe.ts', 'look.ts', 'packed.ts', 'grid'],
    ['filepage'],
    ['lines.tsx'],
    ['rows.ts', 'numbers.ts'],
    ['source']
  ],
  transfers: [['views', 'uploads', 'downloads'], ['tasks']],
  inspect: [
    ['folder.ts'],
    ['file.ts', 'foldersample.ts'],
    ['detect.ts'],
    ['text'],
    ['formats'],
    ['facts.ts']
  ],
  plugins: [
    [
      'drive',
      'panel',
      'files',
      'documents',
      'transfers',
      'sharing',
      'snippets',
      'viewer',
      'connections'
    ],
    [
      'commandargs.ts',
      'copycommand.ts',
      'firstbrowser.ts',
      'parts.ts',
      'subject.ts'
    ],
    ['descriptions.ts']
  ]
};

const pattern = unit =>
  unit.replace(/\./g, '\\.') + (unit.includes('.') ? '$' : '/');

/** `unit` of `base` imports nothing of `base` but itself and `allowed`. */
const only = (base, unit, allowed) => ({
  name: `${base}${unit}`,
  severity: 'error',
  from: { path: `^${base}${pattern(unit)}`, pathNot: TESTS },
  to: {
    path: `^${base}`,
    pathNot: `^${base}(${[unit, ...allowed].map(pattern).join('|')})`
  }
});

/** `unit` of `base` imports nothing of `forbidden`. */
const never = (base, unit, forbidden) => ({
  name: `${base}${unit}: order`,
  severity: 'error',
  from: { path: `^${base}${pattern(unit)}`, pathNot: TESTS },
  to: { path: `^${base}(${forbidden.map(pattern).join('|')})` }
});

const order = ([room, floors]) =>
  floors.flatMap((floor, index) =>
    floor.flatMap(unit => {
      const beside = floor.filter(other => other !== unit);
      const forbidden = [...floors.slice(0, index).flat(), ...beside];
      return forbidden.length ? [never(`src/${room}/`, unit, forbidden)] : [];
    })
  );

module.exports = {
  forbidden: [
    {
      name: 'circle',
      severity: 'error',
      from: { path: '^src', pathNot: TESTS },
      to: { circular: true }
    },
    {
      name: 'tokens',
      comment: 'What tokens give is handed over by the plugins.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(plugins/|index)|${TESTS}` },
      to: { path: '^src/tokens' }
    },
    {
      name: 'test kit',
      severity: 'error',
      from: { path: '^src', pathNot: TESTS },
      to: { path: TESTS }
    },
    ...Object.entries(ROOMS).map(([room, allowed]) =>
      only('src/', room, allowed)
    ),
    ...Object.entries(FLOORS).flatMap(order)
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    includeOnly: { path: '^src' }
  }
};
