import { receiveFile } from "@rolecall/core";
import { AppError, UPLOAD_FILES, type UploadFile } from "@rolecall/domain";
import { z } from "zod";
import { endingConnection, partsOf } from "./bounded-body.ts";
import { problem } from "./rest.ts";
import { type ApiContext, statusOf } from "./trpc.ts";

/** An answer to a file of which not all was read, if anything. */
const refused = (...why: Parameters<typeof problem>): Response => endingConnection(problem(...why));

const isUploadFile = (name: string): name is UploadFile => Object.hasOwn(UPLOAD_FILES, name);

/**
 * `PUT /uploads/{id}/files/{file}`: takes a file as the body of the request, as a stream, which a procedure cannot.
 *
 * @throws what is no answer to the caller, such as a database that is down.
 */
export async function handleFileUpload(
  request: Request,
  { caller, deps }: ApiContext,
  target: { id: string; file: string },
): Promise<Response> {
  if (!caller) return refused(401, "Sign in, or send a valid API token as `Authorization: Bearer <token>`");
  const { id, file } = target;
  if (!z.uuid().safeParse(id).success || !isUploadFile(file)) return refused(404, "No such upload");
  if (!request.body) return refused(400, `${file}: send the file as the body of the request`);
  try {
    const upload = await receiveFile({ ...deps, ...caller }, { id, file, body: partsOf(request.body) });
    return Response.json(upload, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(statusOf(error), error.message, { code: error.code, details: error.details });
  }
}

/** The two operations for `openapi.json`, which else is made from the procedures. */
export const FILE_UPLOAD_PATHS = Object.fromEntries(
  Object.entries(UPLOAD_FILES).map(([file, { title, command, maxBytes }]) => [
    `/uploads/{id}/files/${file}`,
    {
      put: {
        operationId: `uploads-put-${file}`,
        summary: `Send the ${title.toLowerCase()} of an upload`,
        description: `The file as the body, at most ${maxBytes / 1024 / 1024} MB. Made by: ${command}`,
        tags: ["Uploads"],
        security: [{ bearer: [] }],
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
        requestBody: {
          required: true,
          content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
        },
        responses: {
          200: {
            description: "The upload with what it holds by now",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Upload" } } },
          },
        },
      },
    },
  ]),
);
