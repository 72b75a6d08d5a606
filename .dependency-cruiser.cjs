/** Who may import whom: the rules of ARCHITECTURE.md, without exceptions beyond those named here. */

const TESTS =
  "\\.(test|itest|spec)\\.tsx?$|^apps/web/e2e/|-fixture\\.ts$|^packages/[^/]+/src/testing/|/vitest-setup\\.ts$";

/** What each room may import of ours. Wiring files get more, in `wiring` below. */
const allowed = {
  "packages/domain": [],
  "packages/telemetry": [],
  "packages/aws": ["packages/domain", "packages/telemetry"],
  "packages/db": ["packages/domain"],
  "packages/jobs": ["packages/domain"],
  "packages/charts": ["packages/domain"],
  "packages/ui": [],
  "packages/embedded-postgres": [],
  "packages/aws-emulator": [],
  "packages/example-organisation": ["packages/aws-emulator"],
  "packages/reports": ["packages/domain", "packages/charts"],
  "packages/core": ["packages/domain", "packages/db", "packages/jobs"],
  "packages/api": ["packages/core", "packages/domain", "packages/telemetry"],
  "apps/web": ["packages/api", "packages/domain", "packages/charts", "packages/ui", "packages/telemetry"],
  "apps/worker": [
    "packages/core",
    "packages/jobs",
    "packages/aws",
    "packages/reports",
    "packages/domain",
    "packages/telemetry",
  ],
};

/** The files that build an app's context, and what they may import besides. */
const wiring = [
  {
    room: "apps/web",
    files: "^apps/web/src/server/context\\.ts$",
    also: ["packages/db", "packages/jobs", "packages/core"],
  },
  { room: "apps/worker", files: "^apps/worker/src/(main|context|admin)\\.ts$", also: ["packages/db"] },
];

const folders = (rooms) => (rooms.length === 0 ? "^$" : `^(${rooms.join("|")})/`);

const layers = Object.entries(allowed).map(([room, rooms]) => ({
  name: `${room.replace("/", "-")}-imports`,
  comment: `${room} may import ${rooms.join(", ") || "nothing of ours"}.`,
  severity: "error",
  from: {
    path: `^${room}/`,
    pathNot: [TESTS, ...wiring.filter((entry) => entry.room === room).map((entry) => entry.files)],
  },
  to: { path: "^(apps|packages|infra|tooling)/", pathNot: [`^${room}/`, folders(rooms)] },
}));

const wiringLayers = wiring.map(({ room, files, also }) => ({
  name: `${room.replace("/", "-")}-wiring-imports`,
  comment: `The wiring of ${room} may import ${[...allowed[room], ...also].join(", ")}.`,
  severity: "error",
  from: { path: files },
  to: { path: "^(apps|packages|infra|tooling)/", pathNot: [`^${room}/`, folders([...allowed[room], ...also])] },
}));

/** Libraries with one importer. */
const single = (name, library, importers, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: "^(apps|packages|infra)/", pathNot: [TESTS, ...importers] },
  to: { path: library },
});

const WEB = "^apps/web/src";

/** The rooms of the console: routes stand on rooms, and rooms on what the server and the API's client give. */
const web = [
  {
    name: "web-feature-imports-no-feature",
    comment:
      "What two features of the console need lives in a room (apps/web/src/rooms), or the route hands it on. A feature is a folder of app/(console).",
    severity: "error",
    from: { path: `${WEB}/app/\\(console\\)/([^/]+)/` },
    to: { path: `${WEB}/app/`, pathNot: `${WEB}/app/\\(console\\)/$1/` },
  },
  {
    name: "web-entry-imports-no-feature",
    comment: "The pages before sign-in, and the API's routes, know nothing of the console's pages, nor of each other.",
    severity: "error",
    from: { path: `${WEB}/app/(?:\\(entry\\)|api)/` },
    to: { path: `${WEB}/app/`, pathNot: `${WEB}/app/(?:\\(entry\\)|api)/` },
  },
  {
    name: "web-route-imports-no-route-beneath",
    comment: "What a page and the pages beneath it need lies with the page above, not in a folder of one beneath.",
    severity: "error",
    from: { path: `${WEB}/app/\\(console\\)/([^/]+)/[^/]+$` },
    to: { path: `${WEB}/app/\\(console\\)/$1/[^/]+/` },
  },
  {
    name: "web-room-imports-no-feature",
    comment: "Features stand on rooms, never the other way round.",
    severity: "error",
    from: { path: `${WEB}/(?:rooms|server|trpc)/` },
    to: { path: `${WEB}/app/` },
  },
  {
    name: "web-server-imports-no-room",
    comment: "The server's side of a request, and the API's client, know nothing of pages.",
    severity: "error",
    from: { path: `${WEB}/(?:server|trpc)/` },
    to: { path: `${WEB}/rooms/` },
  },
  {
    name: "web-only-server-uses-node",
    comment: "Pages and rooms may end up in a browser: what needs Node.js lives in src/server.",
    severity: "error",
    from: { path: `${WEB}/(?:app|rooms|trpc)/`, pathNot: TESTS },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "web-no-circle-of-folders",
    comment: "Two folders that need each other are one room, or hide a third.",
    severity: "error",
    scope: "folder",
    from: { path: "^(apps/web|packages/ui|packages/charts)/" },
    to: { circular: true },
  },
];

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "Two modules that need each other are one module. Types alone may point back.",
      severity: "error",
      from: { pathNot: "^packages/db/src/generated/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-circular-folders",
      comment: "Rooms of a package that need each other are one room.",
      severity: "error",
      scope: "folder",
      from: { path: "^packages/(aws|aws-emulator|domain|example-organisation)/src" },
      to: { circular: true },
    },
    {
      name: "rooms-do-not-import-the-top",
      comment: "The files at the top of a package put its rooms together, and are used by no room.",
      severity: "error",
      from: { path: "^packages/(aws|aws-emulator|db|example-organisation)/src/[^/]+/", pathNot: TESTS },
      to: { path: "^packages/$1/src/[^/]+\\.ts$" },
    },
    {
      name: "no-deep-import",
      comment:
        "A package is used through its index only, or a second door that its package.json names: migrating is none of the web's business, benchmarks run without the test runner, and texts are made without React.",
      severity: "error",
      from: { path: "^(apps|packages|infra|tooling)/([^/]+)/" },
      to: {
        path: "^packages/([^/]+)/(?!src/index\\.ts$)",
        pathNot: [
          "^$1/$2/",
          "^packages/(db/src/migrate|telemetry/src/start|ui/src/format|(db|domain|jobs|core|aws-emulator)/src/testing/index)\\.ts$",
        ],
      },
    },
    {
      name: "testing-is-for-tests",
      comment: "What tests are built from is no part of the product; benchmarks start a database by it.",
      severity: "error",
      from: { path: "^(apps|packages|infra)/", pathNot: [TESTS, "^packages/bench/"] },
      to: { path: "^packages/[^/]+/src/testing/" },
    },
    {
      name: "unresolvable",
      comment: "An import that leads nowhere would slip past every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "packages-do-not-import-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "domain-is-pure",
      comment: "Rules and types: zod and nothing else, not even Node.",
      severity: "error",
      from: { path: "^packages/domain/", pathNot: TESTS },
      to: { pathNot: ["^packages/domain/", "node_modules/zod/"] },
    },
    {
      name: "ui-is-react-only",
      severity: "error",
      from: { path: "^packages/ui/", pathNot: TESTS },
      to: { pathNot: ["^packages/ui/", "node_modules/(@mantine|react|react-dom|@types/react|@types/react-dom)/"] },
    },
    {
      name: "core-writes-no-sql",
      comment: "Use cases ask the database by queries of packages/db: a transaction shows them nothing else.",
      severity: "error",
      from: { path: "^(packages/(core|api)|apps|infra)/", pathNot: TESTS },
      to: { path: "^packages/db/src/(?!index\\.ts$|migrate\\.ts$)|node_modules/(pg|@prisma)/" },
    },
    single(
      "only-db-imports-prisma",
      "node_modules/(@prisma|\\.prisma)/|^packages/db/src/generated/",
      ["^packages/db/"],
      "Queries live in packages/db.",
    ),
    {
      name: "db-shows-no-prisma",
      comment: "What the database package gives away are queries: with Prisma's value, SQL could be written anywhere.",
      severity: "error",
      from: { path: "^packages/db/src/(?:[^/]+/index|index)\\.ts$" },
      to: { path: "^packages/db/src/generated/" },
    },
    single(
      "only-aws-imports-the-sdk",
      "node_modules/@aws-sdk/",
      ["^packages/aws/", "^packages/bench/"],
      "Calls to AWS live in packages/aws; the benchmark measures the SDK itself as its floor.",
    ),
    ...layers,
    ...wiringLayers,
    ...web,
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^packages/db/src/generated/"] },
    exclude: { path: "/\\.next/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
