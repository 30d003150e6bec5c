namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>Writes a value of an enumeration as its name and takes nothing else: number, list, other case.</summary>
internal sealed class EnumNameConverter<T>() : AliasConverter<T>(Parse)
    where T : struct, Enum
{
    private static T Parse(string name) => Enum.GetNames<T>().Contains(name)
        ? Enum.Parse<T>(name)
        : throw new ArgumentException(
            $"{typeof(T).Name} is one of {string.Join(", ", Enum.GetNames<T>())}, got '{name}'.");
}
