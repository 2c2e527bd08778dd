import type { Ctx } from '#kernel/context';

declare global {
  namespace App {
    interface Locals {
      ctx: Ctx;
      cookies?: string[];
    }
    interface Platform {
      /** Our page cache asks: it alone is told what a page shows. */
      keeps?: boolean;
    }
    interface Error {
      code?: string;
    }
  }
}

export {};
