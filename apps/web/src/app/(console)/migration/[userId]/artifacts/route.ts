import { ArtifactFormat } from "@rolecall/domain";
import { TRPCError } from "@trpc/server";
import type { NextRequest } from "next/server";
import { answerFile } from "../../../../../server/answer-file.ts";
import { serverApi } from "../../../../../server/api.ts";

type Context = { params: Promise<{ userId: string }> };

/** One of the files that a team runs. Its name within the format says which. */
export async function GET({ nextUrl }: NextRequest, { params }: Context): Promise<Response> {
  const { userId } = await params;
  const format = ArtifactFormat.safeParse(nextUrl.searchParams.get("format"));
  if (!format.success) return new Response(`format: one of ${ArtifactFormat.options.join(", ")}`, { status: 400 });
  const api = await serverApi();
  return answerFile(async () => {
    const { files } = await api.migrations.artifacts({ userId, format: format.data });
    const file = files.find(({ name }) => name === nextUrl.searchParams.get("name"));
    if (!file) throw new TRPCError({ code: "NOT_FOUND" });
    const { name, contentType, body } = file;
    return { fileName: name.slice(name.lastIndexOf("/") + 1), contentType, encoding: "utf8", body };
  });
}
