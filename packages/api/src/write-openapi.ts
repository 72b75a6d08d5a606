import { writeFile } from "node:fs/promises";
import { openApiDocument } from "./openapi.ts";

/** Writes the committed description of the REST API: `npx node packages/api/src/write-openapi.ts`. */
const file = new URL("../openapi.json", import.meta.url);
await writeFile(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
console.log(`Wrote ${file.pathname}`);
