/** What the console puts on the page for tests; see `apps/console/src/live/diagnostics-object.ts`. */
interface Window {
  readonly __haustra: {
    readonly counters: {
      readonly captured: number;
      readonly sent: number;
      readonly results: number;
      readonly painted: number;
      readonly dropped: number;
      readonly missed: number;
      readonly late: number;
      readonly superseded: number;
      readonly expired: number;
      readonly wrongFrame: number;
      readonly fpsIn: number;
      readonly fpsAnalysed: number;
      readonly fpsPainted: number;
      readonly latencyMs: {
        readonly n: number;
        readonly p50: number;
        readonly p95: number;
        readonly p99: number;
      };
    } | null;
    readonly view: { readonly lastResultAt: number | null } | null;
    readonly link: string;
    readonly analysis: {
      readonly state: string;
      readonly reason: string | null;
      readonly workerPid: number | null;
    } | null;
    readonly examId: string | null;
    readonly examStatus: string;
    readonly photos: { readonly stored: number; readonly waiting: number };
    readonly photoBook: readonly {
      readonly file: string;
      readonly author: string;
      readonly place: string | null;
    }[];
  };
}
