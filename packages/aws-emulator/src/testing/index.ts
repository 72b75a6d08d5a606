/** Clients of AWS's SDK for an emulator that a test started: the package's second door, for tests only. */

export { iamClient, serviceClients, stsClient } from "./clients.ts";
