#include "data/text/stop_words.h"

#include <algorithm>
#include <array>

namespace paperdex {
namespace {

// Sorted, for the binary search; a test checks it.
constexpr auto kStopWords = std::to_array<std::string_view>({
    "a",          "about",    "above",   "across",    "after",     "again",  "against",  "all",     "almost",
    "along",      "already",  "also",    "although",  "always",    "am",     "among",    "an",      "and",
    "another",    "any",      "are",     "arent",     "around",    "as",     "at",       "be",      "because",
    "been",       "before",   "being",   "below",     "between",   "both",   "but",      "by",      "can",
    "cannot",     "cant",     "could",   "did",       "didnt",     "do",     "does",     "doesnt",  "doing",
    "done",       "dont",     "down",    "due",       "during",    "each",   "either",   "else",    "etc",
    "even",       "ever",     "every",   "few",       "for",       "from",   "further",  "had",     "has",
    "have",       "having",   "he",      "hence",     "her",       "here",   "hers",     "herself", "him",
    "himself",    "his",      "how",     "however",   "i",         "if",     "in",       "indeed",  "instead",
    "into",       "is",       "isnt",    "it",        "its",       "itself", "just",     "like",    "made",
    "make",       "many",     "may",     "me",        "might",     "more",   "moreover", "most",    "much",
    "must",       "my",       "myself",  "neither",   "no",        "nor",    "not",      "now",     "of",
    "off",        "often",    "on",      "once",      "one",       "only",   "onto",     "or",      "other",
    "others",     "our",      "ours",    "ourselves", "out",       "over",   "own",      "per",     "quite",
    "rather",     "really",   "s",       "same",      "she",       "should", "since",    "so",      "some",
    "still",      "such",     "t",       "than",      "that",      "the",    "their",    "theirs",  "them",
    "themselves", "then",     "there",   "thereby",   "therefore", "these",  "they",     "this",    "those",
    "though",     "through",  "thus",    "to",        "together",  "too",    "toward",   "towards", "under",
    "until",      "up",       "upon",    "us",        "use",       "used",   "uses",     "using",   "various",
    "very",       "via",      "was",     "we",        "well",      "were",   "what",     "when",    "whenever",
    "where",      "whereas",  "whether", "which",     "while",     "who",    "whole",    "whom",    "whose",
    "why",        "will",     "with",    "within",    "without",   "would",  "yet",      "you",     "your",
    "yours",      "yourself",
});

}  // namespace

bool is_stop_word(std::string_view word) { return std::binary_search(kStopWords.begin(), kStopWords.end(), word); }

}  // namespace paperdex
