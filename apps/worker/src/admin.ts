import { parseArgs } from "node:util";
import { createTenant } from "@rolecall/core";
import { z } from "zod";
import { createWorkerContext } from "./context.ts";

const USAGE = "Usage: npm run admin -- tenant create --name <organisation> --email <first member>";
const TenantCreate = z.object({
  name: z.string({ error: "--name is missing" }),
  email: z.email({ error: "--email is missing or is no e-mail address" }),
});

/** Runs one administrative command and prints one line of JSON. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: "string" }, email: { type: "string" } },
  });
  if (positionals.join(" ") !== "tenant create") throw new Error(USAGE);
  const input = TenantCreate.safeParse(values);
  if (!input.success) throw new Error(`${input.error.issues.map((issue) => issue.message).join("; ")}\n${USAGE}`);
  const deps = createWorkerContext();
  try {
    process.stdout.write(`${JSON.stringify(await createTenant(deps, input.data))}\n`);
  } finally {
    await deps.close();
  }
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
