/** Who may import whom, and that the check saw the modules: one that sees none finds no breach either. */
import { spawnSync } from "node:child_process";

const FEWEST_MODULES = 500;
const FOLDERS = ["apps", "packages", "infra", "tooling"];

const { status, stdout, stderr } = spawnSync("depcruise", ["--config", ".dependency-cruiser.cjs", ...FOLDERS], {
  encoding: "utf8",
  maxBuffer: 100_000_000,
});
process.stdout.write(stdout);
process.stderr.write(stderr);
const modules = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
if (status === 0 && modules < FEWEST_MODULES) process.stderr.write(`Saw ${modules} modules only: it is blind.\n`);
process.exitCode = status === 0 && modules >= FEWEST_MODULES ? 0 : 1;
