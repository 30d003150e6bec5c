using Mono.Cecil;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Holds what the library's types use within their room against the order of its shelves.</summary>
internal static class ShelfChecker
{
    /// <summary>Uses of a shelf that comes later: type, its shelf, what is used and where that stands.</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyDictionary<string, string[]> order)
    {
        return
        [
            .. from type in LibraryAssemblies.TopTypes
               let place = Place(type)
               where place is not null && order.ContainsKey(place.Value.Room)
               from used in TypeReferences.Of(type)
               where LibraryAssemblies.Holds(used)
               let other = Place(Outermost(used))
               where other?.Room == place.Value.Room && other.Value.Shelf != place.Value.Shelf
               let shelves = order[place.Value.Room]
               let rank = Array.IndexOf(shelves, other.Value.Shelf)
               where rank < 0 || rank > Array.IndexOf(shelves, place.Value.Shelf)
               group used.Name by $"{Name(place.Value)}: {type.Name} uses {{0}} of {Name(other.Value)}" into found
               orderby found.Key
               select string.Format(null, found.Key, string.Join(", ", found.Distinct())),
        ];
    }

    private static (string Room, string Shelf)? Place(TypeReference type)
    {
        var name = $"{type.Namespace}.{type.Name.Split('`')[0]}";
        if (!TypePlaces.Library.TryGetValue(name, out var folder)) return null;
        return folder.Split('/', 2) is [var room, var shelf] ? (room, shelf) : (folder, "");
    }

    private static string Name((string Room, string Shelf) place) => $"{place.Room}/{place.Shelf}".TrimEnd('/');

    private static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type;
}
