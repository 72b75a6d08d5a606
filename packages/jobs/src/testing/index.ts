export { startTestServer } from "./start-test-server.ts";
