/** Writes Prisma's client into src/generated. Needs no engine of its own, and is kept from downloading one. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const top = resolve(fileURLToPath(import.meta.url), "../../..");
const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
// biome-ignore lint/style/noProcessEnv: Prisma runs in the environment of whoever asks for it
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" };
env.CHECKPOINT_DISABLE = "1";
const { status } = spawnSync(process.execPath, [cli, "generate"], { cwd: top, env, stdio: "inherit" });
process.exitCode = status ?? 1;
