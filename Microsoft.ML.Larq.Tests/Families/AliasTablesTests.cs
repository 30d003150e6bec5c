using System.Reflection;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>What has an alias is found by it: its row stands in the table of its family.</summary>
[TestClass]
public class AliasTablesTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [TestMethod]
    public void Table_OfQuantizers_HasEveryRow() => HasEveryRow<Quantizer>();

    [TestMethod]
    public void Table_OfInitializers_HasEveryRow() => HasEveryRow<Initializer>();

    [TestMethod]
    public void Table_OfConstraints_HasEveryRow() => HasEveryRow<WeightConstraint>();

    private static void HasEveryRow<T>()
    {
        var rows = Kinds.Of(typeof(T)).SelectMany(RowsOf<T>).Select(row => row.Alias).ToArray();
        var table = (AliasTable<T>)typeof(T).GetField("Table", Statics)!.GetValue(null)!;
        Owed.Rows(
            $"row of a {typeof(T).Name}", rows, $"{typeof(T).Name}.Table",
            table.Aliases.Where(table.BuiltIn), "list the row there, or no text names it");
    }

    private static IEnumerable<AliasRow<T>> RowsOf<T>(Type type) =>
        type.GetFields(Statics).Where(field => !field.Name.StartsWith('<')).Select(field => field.GetValue(null))
            .Concat(type.GetProperties(Statics).Select(property => property.GetValue(null)))
            .SelectMany(value => value switch
            {
                AliasRow<T> row => [row],
                IEnumerable<AliasRow<T>> many => many,
                _ => [],
            });
}
