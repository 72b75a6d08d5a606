import { EvidenceFormat } from "@rolecall/domain";
import type { NextRequest } from "next/server";
import { answerFile } from "../../../../../server/answer-file.ts";
import { serverApi } from "../../../../../server/api.ts";

type Context = { params: Promise<{ userId: string }> };

/** All that is on record of a migration, as a file. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { userId } = await params;
  const format = EvidenceFormat.safeParse(request.nextUrl.searchParams.get("format")).data ?? "pdf";
  const api = await serverApi();
  return answerFile(() => api.migrations.evidence({ userId, format }));
}
