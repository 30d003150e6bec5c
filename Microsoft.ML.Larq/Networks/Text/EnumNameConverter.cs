namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>
/// Writes an enumeration's value as its name and takes nothing else: no number, no list, no other case.
/// </summary>
internal sealed class EnumNameConverter<T>() : AliasConverter<T>(Parse)
    where T : struct, Enum
{
    private static T Parse(string name) => Enum.GetNames<T>().Contains(name)
        ? Enum.Parse<T>(name)
        : throw new ArgumentException(
            $"{typeof(T).Name} is one of {string.Join(", ", Enum.GetNames<T>())}, got '{name}'.");
}
