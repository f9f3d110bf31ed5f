// The papers of the Hugging Face Hub's API, for clients that are pointed here with HF_ENDPOINT (huggingface_hub's
// list_papers, list_daily_papers, paper_info and read_paper among them).
//
//   /api/papers/search?q=&limit=                                         a bare array of items, best first
//   /api/daily_papers?date=|week=|month=&sort=publishedAt|trending&p=&limit=   the same, a page of it, with Link: next
//   /api/papers/{id}                                                     a paper, flat
//   /papers/{id}.md                                                      a paper as Markdown
//
// What the index does not know (a summary by a model, who submitted, a thumbnail) is left out. Errors are {"error"}.
// Thread-safe; throws as native.h's endpoints do.
#pragma once

#include <cstddef>

#include "data/json_writer.h"
#include "data/paper.h"
#include "server/route.h"

namespace paperdex {

inline constexpr std::size_t kDefaultHubSearch = 120;
inline constexpr std::size_t kDefaultHubDaily = 50;

// An instant as the Hub writes it, "2025-03-01T00:00:00.000Z": the first of a date that is a year, a month or a day.
std::string hub_time(const Date& date);

// The item of a list: {"paper": {...}} and beside it those of its members that clients read there.
void write_hub_item(JsonWriter& json, const Paper& paper);
// The paper itself.
void write_hub_paper(JsonWriter& json, const Paper& paper);

std::string hub_markdown(const Paper& paper);

}  // namespace paperdex
