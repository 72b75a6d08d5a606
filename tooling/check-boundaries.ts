/** Who may import whom, and that the check saw the modules: one that sees none finds no breach either. */
import { spawnSync } from "node:child_process";

type Look = { config: string; folders: readonly string[]; fewestModules: number };

const LOOKS: readonly Look[] = [
  { config: ".dependency-cruiser.cjs", folders: ["apps", "packages", "infra", "tooling"], fewestModules: 500 },
  { config: "tooling/product-folders.cjs", folders: ["packages/core", "packages/db"], fewestModules: 200 },
];

function isClean({ config, folders, fewestModules }: Look): boolean {
  const { status, stdout, stderr } = spawnSync("depcruise", ["--config", config, ...folders], {
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  const modules = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
  if (status === 0 && modules < fewestModules)
    process.stderr.write(`${config} saw ${modules} modules only: it is blind.\n`);
  return status === 0 && modules >= fewestModules;
}

// Both are looked at, so that one run tells all.
process.exitCode = LOOKS.map(isClean).every(Boolean) ? 0 : 1;
