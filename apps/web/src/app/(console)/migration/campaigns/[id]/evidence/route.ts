import { EvidenceFormat } from "@rolecall/domain";
import type { NextRequest } from "next/server";
import { answerFile } from "../../../../../../server/answer-file.ts";
import { serverApi } from "../../../../../../server/api.ts";

type Context = { params: Promise<{ id: string }> };

/** The evidence of all users of a campaign as a file. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { id } = await params;
  const format = EvidenceFormat.safeParse(request.nextUrl.searchParams.get("format")).data ?? "pdf";
  const api = await serverApi();
  return answerFile(() => api.campaigns.evidence({ id, format }));
}
