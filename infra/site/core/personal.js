/** What in a text looks like personal data. A hint while one writes; what is masked, the room decides. */

const PATTERNS = {
  resident: /(?:^|\D)\d{6}\s?-\s?[1-8]\d{6}(?!\d)/u,
  card: /(?:^|\D)\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\d)/u,
  phone: /(?:^|\D)01[016-9][ .-]?\d{3,4}[ .-]?\d{4}(?!\d)/u,
  plate: /(?:^|\D)\d{2,3}\s?[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호배바사아자]\s?\d{4}(?!\d)/u,
  mail: /[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+/u,
};

/** The kinds found, in the order of how much they tell. */
export const personalIn = (text) => Object.keys(PATTERNS).filter((kind) => PATTERNS[kind].test(text));
