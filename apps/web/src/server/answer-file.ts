import type { WrittenFile } from "@rolecall/domain";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";

/** A file that is written on demand, as a download. File names are our own and need no escaping. */
export async function answerFile(write: () => Promise<WrittenFile>): Promise<Response> {
  try {
    const { fileName, contentType, encoding, body } = await write();
    return new Response(encoding === "base64" ? Buffer.from(body, "base64") : body, {
      headers: {
        "content-type": contentType,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
    const text = error.code === "NOT_FOUND" ? "Not found" : error.message;
    return new Response(text, { status: getHTTPStatusCodeFromError(error) });
  }
}
