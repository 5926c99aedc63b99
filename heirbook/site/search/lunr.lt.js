/* Lithuanian for lunr 2.3.9, loaded by the theme's search worker as lunr.lt.min.js.
 * Letters with diacritics are folded, case endings cut; what somebody types is treated the same way. */
(function (root, factory) {
  if (typeof define === "function" && define.amd) define(factory);
  else if (typeof exports === "object") module.exports = factory();
  else factory()(root.lunr);
})(this, function () {
  "use strict";
  var FOLDED = {
    "ą": "a", "č": "c", "ę": "e", "ė": "e", "į": "i", "š": "s", "ų": "u", "ū": "u", "ž": "z",
  };
  var SHORTEST_WORD = 4;
  var SHORTEST_STEM = 3;

  // Endings of nouns and adjectives, written without diacritics; the longest that fits is cut.
  var ENDINGS = [
    "iuosiuose", "uosiuose", "iuosius", "aisiais", "amiems", "ajame", "iuose",
    "iaus", "iais", "iems", "iame", "uose", "omis", "imis", "umis",
    "ais", "iai", "iui", "ius", "iam", "oms", "ems", "ims", "ams", "yse", "ese", "ose",
    "oje", "eje", "yje", "uje", "ies",
    "ai", "as", "is", "ys", "us", "es", "os", "ui", "uo", "am", "om", "im", "io", "iu", "ei",
    "a", "e", "i", "o", "u", "y", "s",
  ].sort(function (one, other) { return other.length - one.length; });

  function fold(text) {
    return text.replace(/[ąčęėįšųūž]/g, function (letter) { return FOLDED[letter]; });
  }

  function trim(text) {
    return text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  }

  function withoutEnding(word) {
    var ending = ENDINGS.find(function (candidate) {
      return word.endsWith(candidate) && word.length - candidate.length >= SHORTEST_STEM;
    });
    return ending ? word.slice(0, -ending.length) : word;
  }

  function stem(text) {
    var word = fold(trim(text.toLowerCase()));
    if (word.length < SHORTEST_WORD || !/^[a-z]+$/.test(word)) return word;
    // The last consonant changes with the case: žodis, žodžio; naktis, nakčių.
    return withoutEnding(word).replace(/dz$/, "d").replace(/c$/, "t");
  }

  // Each word of a page is found as it stands, without diacritics, and by its stem.
  function forms(token) {
    var word = token.toString();
    var others = [fold(trim(word)), stem(word)].filter(function (form, place, all) {
      return form && form !== word && all.indexOf(form) === place;
    });
    return [token].concat(others.map(function (form) {
      return token.clone(function () { return form; });
    }));
  }

  // Words with a wildcard skip the pipeline of a query, and the theme adds one to every word.
  function stemQueries(lunr) {
    var parse = lunr.QueryParser.prototype.parse;
    lunr.QueryParser.prototype.parse = function () {
      var query = parse.apply(this, arguments);
      this.query.clauses.forEach(function (clause) {
        var open = clause.term.endsWith("*");
        var stemmed = stem(open ? clause.term.slice(0, -1) : clause.term);
        if (stemmed) clause.term = stemmed + (open ? "*" : "");
      });
      return query;
    };
  }

  return function (lunr) {
    lunr.lt = function () {
      this.pipeline.reset();
      this.pipeline.add(forms);
      this.searchPipeline.reset();
    };
    // Not named stemmer, trimmer or stopWordFilter: the worker removes those.
    lunr.Pipeline.registerFunction(forms, "forms-lt");
    stemQueries(lunr);
    lunr.lt.stem = stem;
  };
});
