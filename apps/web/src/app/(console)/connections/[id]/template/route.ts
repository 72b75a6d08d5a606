import { TemplateFormat } from "@rolecall/domain";
import { TRPCError } from "@trpc/server";
import type { NextRequest } from "next/server";
import { serverApi } from "../../../../../server/api.ts";

type Context = { params: Promise<{ id: string }> };

/** The role's template as a file. File names are our own and need no escaping. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const format = TemplateFormat.safeParse(request.nextUrl.searchParams.get("format"));
  if (!format.success) return new Response(`format: one of ${TemplateFormat.options.join(", ")}`, { status: 400 });
  const api = await serverApi();
  try {
    const template = await api.connections.template({ id: (await params).id, format: format.data });
    return new Response(template.body, {
      headers: {
        "content-type": template.contentType,
        "content-disposition": `attachment; filename="${template.fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") {
      return new Response(error.code === "NOT_FOUND" ? "No such connection" : error.message, {
        status: error.code === "NOT_FOUND" ? 404 : 400,
      });
    }
    throw error;
  }
}
