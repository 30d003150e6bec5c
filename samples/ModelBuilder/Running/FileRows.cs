using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>Rows of a file as they stand there.</summary>
internal static class FileRows
{
    /// <summary>The cells of some rows, by their number from 1; of what is not there nothing.</summary>
    public static Dictionary<long, string[]> Of(string path, Loading loading, IReadOnlySet<long> wanted)
    {
        var found = new Dictionary<long, string[]>();
        if (wanted.Count == 0) return found;
        var (row, last) = (loading.HasHeader ? -1L : 0, wanted.Max());
        RowSource.Read(path, loading.Separator, loading.Quoted, (cells, _) =>
        {
            if (wanted.Contains(++row))
            {
                var texts = new string[cells.ColCount];
                for (var i = 0; i < texts.Length; i++) texts[i] = RowSource.Cell(cells, i).ToString();
                found[row] = texts;
            }

            return row < last;
        });
        return found;
    }
}
