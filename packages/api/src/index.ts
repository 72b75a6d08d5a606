export { type AppRouter, appRouter, createCaller } from "./app-router.ts";
export { MAX_BODY_BYTES, withBoundedBody, withoutBody } from "./bounded-body.ts";
export { callsOf, handleConsole } from "./console.ts";
export { handleFileUpload } from "./file-uploads.ts";
export { openApiDocument } from "./openapi.ts";
export { handleRest, problem, REST_BASE } from "./rest.ts";
export type { ApiContext, Caller } from "./trpc.ts";
