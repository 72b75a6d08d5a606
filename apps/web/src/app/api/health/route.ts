import { readHealth } from "../../../server/context.ts";
import { logUnexpected } from "../../../server/log.ts";

export const dynamic = "force-dynamic";

/** 200 once web, database, queue and a worker are up; else 503 and what is down. */
export async function GET(): Promise<Response> {
  try {
    const health = await readHealth();
    if (health.status === "ok") return answer(200, { status: "ok" });
    return answer(503, health);
  } catch (error) {
    logUnexpected(error, "/api/health");
    return answer(503, { status: "degraded", checks: { web: "The health of this instance could not be read." } });
  }
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
