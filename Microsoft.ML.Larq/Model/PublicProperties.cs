using System.Reflection;

namespace Microsoft.ML.Larq.Model;

/// <summary>What a value shows of itself: its public properties, by reflection.</summary>
internal static class PublicProperties
{
    /// <summary>Name and value of each that can be read without an argument.</summary>
    public static IEnumerable<(string Name, object? Value)> Of(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
        .Select(property => (property.Name, property.GetValue(value)));
}
