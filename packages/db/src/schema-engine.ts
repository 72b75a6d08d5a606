import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as background from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const require = createRequire(import.meta.url);
const repositoryRoot = path.resolve(import.meta.dirname, "../../..");
export const migrationsFolder = path.join(repositoryRoot, "prisma/migrations");
const schemaFolder = path.join(repositoryRoot, "prisma/schema");
const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * The adapter cuts a script at each semicolon, also within comments and function bodies, and runs the pieces one by one.
 * Sent whole, PostgreSQL parses the script itself and runs it as one transaction: a migration is applied or it is not.
 */
class WholeScriptAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg["connect"]> {
    const connection = await super.connect();
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script);
    };
    return connection;
  }
}

type Engine = {
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: unknown): Promise<{ exitCode: number; stdout: string | null }>;
  free(): void;
};
type WasmModule = {
  __wbg_set_wasm(exports: Record<string, unknown>): void;
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<Engine> };
};

/** What is needed of WebAssembly: TypeScript knows it among the browser's types alone. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
  };
};

let wasm: Promise<WasmModule> | undefined;

/** The package's own entry imports a `.wasm` file, which Node does only behind a flag; so it is loaded by hand. */
function loadWasm(): Promise<WasmModule> {
  wasm ??= (async () => {
    const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
    const bytes = await readFile(path.join(folder, "schema_engine_bg.wasm"));
    const loaded = background as unknown as WasmModule;
    const { instance } = await WebAssembly.instantiate(bytes, {
      "./schema_engine_bg.js": background,
    });
    loaded.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return loaded;
  })();
  return wasm;
}

async function withEngine<T>(databaseUrl: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await loadWasm();
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScriptAdapter(pool));
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

function migrationsList() {
  const names = readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(path.join(migrationsFolder, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

function schemaFiles() {
  return readdirSync(schemaFolder)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({
      path: path.join(schemaFolder, name),
      content: readFileSync(path.join(schemaFolder, name), "utf8"),
    }));
}

/** Applies the migrations that the database does not have yet, as `prisma migrate deploy` does, and names them. */
export async function applyMigrations(ownerUrl: string): Promise<string[]> {
  const { appliedMigrationNames } = await withEngine(ownerUrl, (engine) =>
    engine.applyMigrations({ migrationsList: migrationsList(), filters: NO_FILTER }),
  );
  return appliedMigrationNames;
}

/**
 * The SQL that would bring a database from nothing to the Prisma schema. A test compares what it makes with what the
 * migrations make, so that the typed client and the tables cannot drift apart.
 */
export async function schemaAsSql(ownerUrl: string): Promise<string> {
  const result = await withEngine(ownerUrl, (engine) =>
    engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files: schemaFiles(), configDir: schemaFolder },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: NO_FILTER,
    }),
  );
  return result.stdout ?? "";
}
