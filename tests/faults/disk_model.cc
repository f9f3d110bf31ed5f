#include "tests/faults/disk_model.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlockBytes = 4096;  // what a disk writes as a whole

std::string text_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

bool coin(std::mt19937& random) { return std::bernoulli_distribution()(random); }

void put_bytes(std::string& content, std::uint64_t offset, const std::string& data, std::size_t from,
               std::size_t size) {
  if (content.size() < offset + from + size) content.resize(offset + from + size);
  content.replace(offset + from, size, data, from, size);
}

}  // namespace

std::vector<TraceStep> read_trace(const fs::path& file) {
  const std::string text = text_of_file(file);
  std::vector<TraceStep> steps;
  for (std::size_t at = 0; at < text.size();) {
    TraceEvent event;
    if (text.size() - at < sizeof event) throw std::runtime_error("a cut trace");
    std::memcpy(&event, text.data() + at, sizeof event);
    at += sizeof event;
    if (text.size() - at < event.path_size + event.data_size) throw std::runtime_error("a cut trace");
    steps.push_back({static_cast<TraceEvent::Kind>(event.kind), text.substr(at, event.path_size),
                     text.substr(at + event.path_size, event.data_size), event.offset});
    at += event.path_size + event.data_size;
  }
  return steps;
}

std::string Cut::name() const {
  constexpr const char* kNames[] = {"kept", "lost", "a first part kept", "some kept", "kept only in ", "lost only in "};
  constexpr const char* kData[] = {"kept", "lost", "zeros", "some blocks kept"};
  return std::string("names ") + kNames[static_cast<int>(names)] + (folder.empty() ? "" : folder) + ", data " +
         kData[static_cast<int>(data)] + (seed == 0 ? "" : ", seed " + std::to_string(seed));
}

void write_tree(const Tree& tree, const fs::path& folder) {
  fs::remove_all(folder);
  for (const auto& [path, text] : tree) {
    const fs::path place = path.empty() ? folder : folder / path;
    if (text.front() == 'D') {
      fs::create_directories(place);
    } else if (text.front() == 'L') {
      fs::create_symlink(text.substr(1), place);
    } else {
      std::ofstream(place, std::ios::binary) << text.substr(1);
    }
  }
}

DiskModel::DiskModel(const fs::path& folder) { load(folder); }

// The root is the first.
DiskModel::Id DiskModel::load(const fs::path& path) {
  if (fs::is_symlink(path)) return create('L', fs::read_symlink(path).string());
  if (!fs::is_directory(path)) return create('F', text_of_file(path));
  const Id id = create('D');
  for (const auto& entry : fs::directory_iterator(path)) {
    const Id child = load(entry.path());
    nodes_[id].names[entry.path().filename().string()] = child;
  }
  nodes_[id].live = nodes_[id].names;
  return id;
}

DiskModel::Id DiskModel::create(char kind, const std::string& text) {
  nodes_.emplace_back();
  nodes_.back().kind = kind;
  nodes_.back().text = text;
  return nodes_.size() - 1;
}

DiskModel::Id DiskModel::find(const std::string& path) const {
  Id id = 0;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const auto found = nodes_[id].live.find(path.substr(at, end - at));
    if (found == nodes_[id].live.end()) throw std::runtime_error("the trace has no " + path);
    id = found->second;
    at = end + 1;
  }
  return id;
}

void DiskModel::change_name(const std::string& folder, NameChange change) {
  Node& node = nodes_[find(folder)];
  if (!change.gone.empty()) node.live.erase(change.gone);
  if (!change.come.empty()) node.live[change.come] = change.node;
  node.name_changes.push_back(std::move(change));
}

void DiskModel::apply(const TraceStep& step) {
  const std::string folder = folder_of(step.path);
  const std::string name = name_of(step.path);
  switch (step.kind) {
    case TraceEvent::kCreate:
      return change_name(folder, {"", name, create('F')});
    case TraceEvent::kMakeFolder:
      return change_name(folder, {"", name, create('D')});
    case TraceEvent::kLink:
      return change_name(folder, {"", name, create('L', step.data)});
    case TraceEvent::kUnlink:
      return change_name(folder, {name, "", find(step.path)});
    case TraceEvent::kRename:
      // Nothing here moves from folder to folder.
      if (folder_of(step.data) != folder) throw std::runtime_error("a rename from folder to folder");
      return change_name(folder, {name, name_of(step.data), find(step.path)});
    case TraceEvent::kWrite:
      nodes_[find(step.path)].data_changes.push_back({false, step.offset, step.data});
      return;
    case TraceEvent::kResize:
      nodes_[find(step.path)].data_changes.push_back({true, step.offset, ""});
      return;
    case TraceEvent::kSync: {
      Node& node = nodes_[find(step.path)];
      std::mt19937 unused;
      node.text = content_after(node, Cut::Data::kKept, unused);
      node.data_changes.clear();
      return;
    }
    case TraceEvent::kSyncFolder: {
      Node& node = nodes_[find(step.path)];
      node.names = node.live;
      node.name_changes.clear();
      return;
    }
    case TraceEvent::kSaid:
      return;
  }
}

std::string DiskModel::content_after(const Node& node, Cut::Data cut, std::mt19937& random) {
  std::string content = node.text;
  if (cut == Cut::Data::kLost) return content;
  for (const DataChange& change : node.data_changes) {
    if (change.resize) {
      if (cut != Cut::Data::kBlocks || coin(random)) content.resize(change.offset);
      continue;
    }
    const std::string& data = change.data;
    if (cut == Cut::Data::kKept) {
      put_bytes(content, change.offset, data, 0, data.size());
    } else if (cut == Cut::Data::kZeros) {
      const std::size_t over =
          std::min<std::size_t>(data.size(), node.text.size() - std::min(node.text.size(), change.offset));
      put_bytes(content, change.offset, data.substr(0, over) + std::string(data.size() - over, '\0'), 0, data.size());
    } else {
      for (std::size_t from = 0; from < data.size(); from += kBlockBytes) {
        if (coin(random)) put_bytes(content, change.offset, data, from, std::min(kBlockBytes, data.size() - from));
      }
    }
  }
  return content;
}

std::map<std::string, DiskModel::Id> DiskModel::names_after(const Node& node, Cut::Names cut, std::mt19937& random) {
  if (cut == Cut::Names::kKept) return node.live;
  std::map<std::string, Id> names = node.names;
  std::size_t prefix = 0;
  if (cut == Cut::Names::kPrefix) {
    prefix = std::uniform_int_distribution<std::size_t>(0, node.name_changes.size())(random);
  }
  for (std::size_t i = 0; i < node.name_changes.size(); ++i) {
    if (cut == Cut::Names::kSome ? !coin(random) : i >= prefix) continue;
    const NameChange& change = node.name_changes[i];
    const auto gone = names.find(change.gone);
    if (gone != names.end() && gone->second == change.node) names.erase(gone);
    if (!change.come.empty()) names[change.come] = change.node;
  }
  return names;
}

void DiskModel::put(Id id, const std::string& path, const Cut& cut, std::mt19937& random, Tree& tree) const {
  const Node& node = nodes_[id];
  if (node.kind == 'L') {
    tree[path] = 'L' + node.text;
  } else if (node.kind == 'F') {
    tree[path] = 'F' + content_after(node, cut.data, random);
  } else {
    tree[path] = "D";
    Cut::Names names = cut.names;
    if (names == Cut::Names::kKeptOnlyIn) names = path == cut.folder ? Cut::Names::kKept : Cut::Names::kLost;
    if (names == Cut::Names::kLostOnlyIn) names = path == cut.folder ? Cut::Names::kLost : Cut::Names::kKept;
    for (const auto& [name, child] : names_after(node, names, random)) {
      put(child, path.empty() ? name : path + '/' + name, cut, random, tree);
    }
  }
}

Tree DiskModel::after(const Cut& cut) const {
  Tree tree;
  std::mt19937 random(cut.seed);
  put(0, "", cut, random, tree);
  return tree;
}

std::vector<std::string> DiskModel::unsynced_folders() const {
  std::vector<std::string> folders;
  const std::function<void(Id, const std::string&)> walk = [&](Id id, const std::string& path) {
    if (nodes_[id].kind != 'D') return;
    if (!nodes_[id].name_changes.empty()) folders.push_back(path);
    for (const auto& [name, child] : nodes_[id].live) walk(child, path.empty() ? name : path + '/' + name);
  };
  walk(0, "");
  return folders;
}

bool DiskModel::has_unsynced_data() const {
  return std::any_of(nodes_.begin(), nodes_.end(), [](const Node& node) { return !node.data_changes.empty(); });
}

}  // namespace paperdex
